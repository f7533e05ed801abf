"""The version of the hub that runs."""

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("nexus-hub")
except PackageNotFoundError:  # run from a folder that nobody installed
    VERSION = "0"
