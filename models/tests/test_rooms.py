# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The packages of this folder: which may import which, and what each must not know. Read from the source; nothing is imported."""

import ast
import graphlib
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "data": set(),
    "base": {"data"},
    "deciding": {"data"},
    "fusion": {"data", "base", "deciding"},
    "bundling": {"data", "base", "deciding", "fusion"},
    "reporting": {"data"},
    "samples": set(),
}
WITHOUT = {
    "data": {"onnx", "onnxruntime", "torch", "torchvision", "sklearn"},
    "deciding": {"onnx", "onnxruntime"},
    "reporting": {"onnx", "onnxruntime", "torch", "torchvision", "sklearn"},
    "samples": {"onnx", "onnxruntime", "torch", "torchvision", "sklearn"},
}
WITHOUT_PYTORCH = (
    "prepare",
    "write_split",
    "evaluate_bundle",
    "compare_scores",
    "refit",
    "derive_gpu",
    "draw_cascade",
    "draw_samples",
)
SCRIPTS = {file.stem for file in HERE.glob("*.py")}
MODULES = {
    f"{package}.{file.stem}": file for package in MAY_IMPORT for file in (HERE / package).glob("*.py") if file.stem != "__init__"
}


def imported(file):
    """Full names of what a file imports, in its functions too; `from package import module` is package.module."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            within = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= within & MODULES.keys() or {node.module}
    return found


def top(names):
    return {name.partition(".")[0] for name in names}


def reached(file):
    """Everything that a file imports, directly or through modules of this folder."""
    found, waiting = set(), [file]
    while waiting:
        new = imported(waiting.pop()) - found
        found |= new
        waiting += [MODULES[name] for name in new & MODULES.keys()]
    return found


def test_every_folder_of_modules_is_a_package_here():
    folders = {file.parent.name for file in HERE.glob("*/*.py")}

    assert folders - {"tests"} == set(MAY_IMPORT)


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_those_below_it(package):
    allowed = MAY_IMPORT[package] | {package}

    wrong = {
        name: top(imported(file)) & MAY_IMPORT.keys() - allowed for name, file in MODULES.items() if name.startswith(f"{package}.")
    }

    assert {name: found for name, found in wrong.items() if found} == {}


def test_the_packages_stand_in_an_order():
    assert list(graphlib.TopologicalSorter(MAY_IMPORT).static_order())


def test_no_module_imports_itself_in_a_circle():
    own = {name: imported(file) & MODULES.keys() for name, file in MODULES.items()}

    assert list(graphlib.TopologicalSorter(own).static_order())


@pytest.mark.parametrize("name", MODULES)
def test_no_package_imports_a_script(name):
    assert imported(MODULES[name]) & SCRIPTS == set()


@pytest.mark.parametrize("script", sorted(SCRIPTS))
def test_no_script_imports_another(script):
    assert imported(HERE / f"{script}.py") & SCRIPTS == set()


@pytest.mark.parametrize("package", WITHOUT)
def test_a_package_does_without_the_libraries_it_must_not_know(package):
    wrong = {name: top(imported(file)) & WITHOUT[package] for name, file in MODULES.items() if name.startswith(f"{package}.")}

    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize("script", WITHOUT_PYTORCH)
def test_what_trains_nothing_needs_no_pytorch(script):
    assert top(reached(HERE / f"{script}.py")) & {"torch", "torchvision"} == set()


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_says_what_it_is_and_runs_nothing_when_imported(package):
    tree = ast.parse((HERE / package / "__init__.py").read_text(encoding="utf-8"))

    assert ast.get_docstring(tree)
    assert len(tree.body) == 1


@pytest.mark.parametrize("script", sorted(SCRIPTS))
def test_a_script_has_a_manual_that_names_its_command(script):
    assert f"python {script}.py" in ast.get_docstring(ast.parse((HERE / f"{script}.py").read_text(encoding="utf-8")))
