"""The wheel holds all that Kitabcha brings along: installed elsewhere, it begins a project and builds it."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


def run(*command: str | Path, folder: Path) -> str:
    """Run `command` in `folder`, as someone would who has no repository; return what it says."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_"))}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, from a folder where our build.py does not hide the package of that name."""
    folder = tmp_path_factory.mktemp("wheel")
    build = (sys.executable, "-m", "build", "--wheel", "--no-isolation")
    run(*build, "--outdir", folder, REPOSITORY, folder=folder)
    return next(folder.glob("kitabcha-*.whl"))


@pytest.fixture(scope="module")
def kitabcha(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment of its own, which borrows what Kitabcha needs from ours."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    paths = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", scheme="venv", vars=paths))
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    pip = (folder / "bin" / "python", "-m", "pip", "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, folder=folder)
    return folder / "bin" / "kitabcha"


def test_wheel_holds_what_is_brought_along(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for folder in ("fonts", "languages", "scripts"):
        files = {path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / folder).rglob("*") if path.is_file()}
        brought = {name.removeprefix("kitabcha/_data/") for name in names}
        assert {name for name in brought if name.startswith(f"{folder}/")} == files
    for folder in ("templates", "starter"):
        assert any(name.startswith(f"kitabcha/_data/{folder}/") for name in names), folder
    catalogues = {name for name in names if name.startswith("kitabcha/_data/locales/")}
    assert catalogues
    assert {Path(name).name for name in catalogues} == {"interface.po"}
    assert "kitabcha/py.typed" in names
    assert not [name for name in names if name.startswith(("tests/", "modules/", "build.py"))]


def test_installed_program_begins_and_builds_a_project(kitabcha: Path, tmp_path: Path) -> None:
    where = "import kitabcha.resources as r; print(r.templates_folder(), r.fonts_folder(), r.starter_folder())"
    found = run(kitabcha.with_name("python"), "-c", where, folder=tmp_path)
    assert str(REPOSITORY) not in found
    assert str(kitabcha.parent.parent) in found

    run(kitabcha, "new", "project", "DEMO", folder=tmp_path)
    run(kitabcha, "--project", "DEMO", "build", folder=tmp_path)
    built = {
        path.relative_to(tmp_path / "DEMO" / "dist").as_posix() for path in (tmp_path / "DEMO" / "dist").rglob("*.*")
    }
    kinds = ("trainer", "participant", "handouts")
    files = {f"first-meeting/en/{kind}.{suffix}" for kind in kinds for suffix in ("pdf", "html")}
    assert built == {"built.json", "index.html", *files}
