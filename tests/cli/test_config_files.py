"""Config files read by libyaml are what OmegaConf reads by itself."""

import subprocess
import sys

import pytest
from hydra.types import RunMode
from omegaconf import OmegaConf, open_dict

from tbkk_sim.cli.compose import make_loader
from tbkk_sim.cli.config_files import FileConfigSource
from tbkk_sim.cli.paths import conf_dir

FILES = sorted(file.relative_to(conf_dir()).as_posix() for file in conf_dir().rglob("*.yaml"))


@pytest.fixture(scope="module")
def source() -> FileConfigSource:
    (of_conf,) = (source for source in make_loader().get_sources() if source.provider == "main")
    assert isinstance(of_conf, FileConfigSource)
    return of_conf


@pytest.mark.parametrize("file", FILES)
def test_a_file_says_the_same(source, file):
    plain = OmegaConf.to_container  # times such as ${now:%f} are not looked up
    assert plain(source.load_config(file).config) == plain(OmegaConf.load(conf_dir() / file))


def test_words_and_numbers_are_told_apart_as_omegaconf_does(tmp_path):
    (tmp_path / "x.yaml").write_text("a: 1e3\nb: 2021-01-31\nc: 'on'\nd: off\ne: 1_000\nf: .5\ng:\nh: 1:30\n")
    source = FileConfigSource("main", str(tmp_path))
    assert source.load_config("x").config == OmegaConf.load(tmp_path / "x.yaml")


def test_an_empty_file_says_nothing(tmp_path):
    (tmp_path / "x.yaml").write_text("# @package _global_\n")
    read = FileConfigSource("main", str(tmp_path)).load_config("x")
    assert (read.config, read.header) == ({}, {"package": "_global_"})


def test_without_libyaml_it_is_read_all_the_same():
    code = "import sys; sys.modules['yaml._yaml'] = None; from tbkk_sim.__main__ import main; main(['--cfg', 'job'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "seed: 20210101" in done.stdout


def test_a_config_is_not_composed_twice_and_yet_ones_own():
    loader = make_loader()
    asked = ("config", ["run=smoke"], RunMode.RUN)
    first = loader.load_configuration(*asked)
    with open_dict(first):
        del first["run"]
    second, third = loader.load_configuration(*asked), loader.load_configuration(*asked)
    assert second.run == third.run
    assert second.run is not third.run
