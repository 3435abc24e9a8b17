"""What every test may ask for."""

from hypothesis import settings

settings.register_profile("drumbeat", deadline=None)  # a busy machine is no broken promise
settings.load_profile("drumbeat")

pytest_plugins = ["tests.databases"]
