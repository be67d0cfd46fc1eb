import pytest

from tests.serving import site


@pytest.fixture(scope="package")
def env(tmp_path_factory):
    """A site of its own, not yet running."""
    return site.environment(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="package")
def served(env):
    """The same, running as it does everywhere."""
    with site.running(env, *site.web(env)) as group:
        assert site.until(lambda: site.status(env, "/health/") == 200)
        yield env | {"GROUP": str(group.pid)}
