"""The pages: parse a request, call a service or selector, render a template."""
