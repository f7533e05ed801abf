"""The hub over HTTP beside bare frameworks and nginx, in one run on the same pages."""
