"""Charts on paper: the option of the page, drawn as SVG by ECharts' own server-side mode. For the documents worker."""

import atexit
import json
import os
from concurrent.futures import Future
from functools import cache
from pathlib import Path
from threading import Thread

from django.conf import settings
from py_mini_racer import MiniRacer

from reports.charts import Chart
from reports.documents.papers import Drawn

# Drawing takes some ten milliseconds, reading the library a tenth of a second.
SECONDS = 10
MOST_MEMORY = 256 * 2**20
# What the faces of official papers are called in their stylesheets; ECharts puts them into an attribute as they are.
PAPER_FACES = "GW Hei, Noto Sans CJK SC, sans-serif"
# The width of a sheet's text, 170 mm.
PAPER_WIDTH = 642
SOURCE = Path("assets", "js", "echarts.min.js")
DRAW = """
function svgOf(option, width, height) {
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
  try { chart.setOption(JSON.parse(option)); return chart.renderToSVGString(); } finally { chart.dispose(); }
}"""


def drawn(chart: Chart) -> Drawn:
    """The chart as part of a paper: kept with it, so that the paper can be made again as it was."""
    option = json.dumps(chart.option, ensure_ascii=False, sort_keys=True)
    return Drawn(f"{chart.title}（{chart.unit}）" if chart.unit else chart.title, option, chart.height)


def svg_of(option: dict, width: int, height: int) -> str:
    """The chart as SVG, so many pixels of CSS wide and high."""
    text = json.dumps({**option, "textStyle": {**option.get("textStyle", {}), "fontFamily": PAPER_FACES}})
    # Called with a string of JSON, so that nothing in the data is read as code.
    return _engine(os.getpid()).eval(f"svgOf({json.dumps(text)}, {int(width)}, {int(height)})", timeout_sec=SECONDS)


@cache
def _engine(pid) -> MiniRacer:
    # Keyed by the process: V8 made before a fork has no threads after it.
    engine = _made_in_daemon()
    atexit.register(engine.close)
    engine.set_hard_memory_limit(MOST_MEMORY)
    engine.eval((settings.VAR_DIR / SOURCE).read_text(encoding="utf-8"), timeout_sec=SECONDS)
    engine.eval(DRAW, timeout_sec=SECONDS)
    return engine


def _made_in_daemon() -> MiniRacer:
    """Its thread takes after the one that makes it: only a daemon's is not waited for when the process ends."""
    made = Future()

    def make() -> None:
        try:
            made.set_result(MiniRacer())
        except Exception as fault:
            made.set_exception(fault)

    Thread(target=make, daemon=True).start()
    return made.result(timeout=SECONDS)
