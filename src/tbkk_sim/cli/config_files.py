"""Config files, parsed by libyaml: Hydra parses them in Python, which takes eight times as long."""

from pathlib import Path
from typing import Any

import yaml
from hydra._internal.core_plugins import file_config_source
from hydra._internal.sources_registry import SourcesRegistry
from hydra.plugins.config_source import ConfigLoadError, ConfigResult
from omegaconf import OmegaConf
from omegaconf._utils import get_yaml_loader

LOADER: Any = get_yaml_loader()
"""What OmegaConf makes of YAML: which words are numbers, and no key twice."""
if yaml.__with_libyaml__:
    LOADER = type("Loader", (yaml.CSafeLoader, LOADER), {})


class FileConfigSource(file_config_source.FileConfigSource):
    """A folder of config files; named as Hydra's own, since Hydra keeps the first source of a name."""

    def load_config(self, config_path: str) -> ConfigResult:
        """The file at this path within the folder."""
        file = Path(self.path, self._normalize_file_name(config_path)).resolve()
        if not file.exists():
            raise ConfigLoadError(f"Config not found : {file}")
        with file.open(encoding="utf-8") as stream:
            header = self._get_header_dict(stream.read(512))
            stream.seek(0)
            content = yaml.load(stream, LOADER)
        config = OmegaConf.create({} if content is None else content)
        return ConfigResult(self.provider, f"{self.scheme()}://{self.path}", config, header)


def register() -> None:
    """Let Hydra read config files with this; to be called before Hydra looks for its own."""
    SourcesRegistry.instance().register(FileConfigSource)
