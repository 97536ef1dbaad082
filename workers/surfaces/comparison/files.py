"""The files of a comparison."""

from pathlib import Path

from workers.errors import InputError
from workers.surfaces.comparison.comparison import Comparison
from workers.surfaces.comparison.page import write_compare_html
from workers.surfaces.comparison.summary import Summary, summary_of, write_compare_json
from workers.surfaces.report.files import make_folder

COMPARISON = "compare.json"
COMPARISON_PAGE = "compare.html"


def write_comparison(folder: Path, comparison: Comparison) -> Summary:
    """Write both into a folder, which is made if it is not there. Returns compare.json's content."""
    summary = summary_of(comparison)
    make_folder(folder)
    try:
        write_compare_json(folder / COMPARISON, summary)
        write_compare_html(folder / COMPARISON_PAGE, comparison)
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror}.", field="--out") from error
    return summary
