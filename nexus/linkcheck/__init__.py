"""Do links from entries to other sites still lead somewhere?"""
