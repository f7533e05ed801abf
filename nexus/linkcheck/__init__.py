"""Do links from entries and documents to other sites still lead somewhere?"""
