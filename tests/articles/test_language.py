"""Language of a text."""

from __future__ import annotations

import pytest

from pipeline.articles.language import identify, name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "Xi Jinping and Vladimir Putin met in Beijing on Thursday and signed a declaration on the partnership of their countries.",
            "en",
        ),
        (
            "Lukashenko, Tokayev, Mirziyoyev, Japarov, Rahmon and Berdimuhamedov were in Ashgabat for the talks with Erdogan and Aliyev.",
            "en",
        ),
        (
            "Der russische Präsident traf am Donnerstag in Peking seinen chinesischen Amtskollegen, und beide unterzeichneten eine Erklärung.",
            "de",
        ),
        (
            "El presidente ruso se reunió el jueves en Pekín con su homólogo chino y ambos firmaron una declaración conjunta sobre la paz.",
            "es",
        ),
        ("俄罗斯总统普京周四在北京会见了中国国家主席习近平，两国领导人签署了联合声明。", "zh"),
        ("12 34 !", "und"),
    ],
)
def test_identify(text: str, code: str) -> None:
    assert identify(text) == code


def test_names() -> None:
    assert name("de") == "German (de)"
    assert name("qq") == "unknown (qq)"
