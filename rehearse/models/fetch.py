"""Fetches a model from its hub. The only file of rehearse that uses the network, and only when a person asks for it.

A download can stop anywhere: what is there stays in `NAME.part/` and the next call goes on from it. Nothing is moved
into place before every file has the digest of the catalogue.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from http.client import HTTPException, HTTPMessage, HTTPResponse
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from rehearse import __version__
from rehearse.errors import MissingPartError, UsageError
from rehearse.models.catalog import OWN_FOLDER, Catalogue, ModelFile, SpeechModel, load_catalogue
from rehearse.models.digest import sha256_of
from rehearse.models.installed import folder_of, wrong_files
from rehearse.paths import Home, make_private

HUB = "https://huggingface.co"

CHUNK_BYTES = 256 * 1024

PATIENCE_S = 30.0
"""How long a silent connection is waited for."""

TRIES = 4
"""How often one file is asked for within one call: a connection that was cut is taken up where it broke."""

Progress = Callable[[int, int], None]
"""Called with (bytes that are here, bytes in all)."""


def get(
    name: str,
    home: Home,
    progress: Progress = lambda done, total: None,
    *,
    base_url: str = HUB,
    catalogue: Catalogue | None = None,
) -> Path:
    """Fetch the model `name` to `home.models/NAME` and return its folder; one that is here and right is left alone.

    MissingPartError: unknown name, hub not reached, file refused, cut too often, wrong bytes, no room on the disk.
    """
    _refuse_unsafe(base_url)
    model = (catalogue or load_catalogue()).get(name)
    here = folder_of(model, home)
    if here is not None and not wrong_files(model, here):
        progress(model.size_bytes, model.size_bytes)
        return here
    staging = home.models / f"{model.name}.part"
    try:
        make_private(staging)
        _refuse_full_disk(model, staging)
        _fetch_all(model, staging, base_url, progress)
        return _move_into_place(staging, home.models / model.name)
    except _Failed as failure:
        raise _give_up(model, str(failure)) from failure
    except OSError as error:
        raise _give_up(model, f"{error.filename or staging}: {error.strerror or error}") from error


class _Failed(Exception):
    """Why a file did not come, in words; another try would not help."""


class _Cut(Exception):
    """The connection ended before the file did; the bytes that came are kept."""


def _fetch_all(model: SpeechModel, staging: Path, base_url: str, progress: Progress) -> None:
    opener = build_opener(_NeverLessSafe())
    before = 0
    for file in model.files:
        finished, part = staging / file.name, staging / f"{file.name}.part"
        if not (finished.is_file() and sha256_of(finished) == file.sha256):
            url = f"{base_url.rstrip('/')}/{model.repository}/resolve/{model.revision}/{file.name}"
            for here in _fetch_file(file, url, part, opener):
                progress(before + here, model.size_bytes)
            part.replace(finished)
        before += file.size_bytes
        progress(before, model.size_bytes)


def _fetch_file(file: ModelFile, url: str, part: Path, opener: OpenerDirector) -> Iterator[int]:
    """Yield the bytes that are in `part` as they grow; at the end `part` is the file that the catalogue names."""
    for again in range(TRIES):
        try:
            yield from _fetch_once(file, url, part, opener)
            break
        except _Cut as cut:
            if again == TRIES - 1:
                raise _Failed(f"the connection broke while {file.name} was on its way ({cut})") from cut
    if sha256_of(part) != file.sha256:
        # Going on from wrong bytes would never end well.
        part.unlink()
        raise _Failed(f"what came as {file.name} is not the file that the catalogue names (wrong SHA-256)")


def _fetch_once(file: ModelFile, url: str, part: Path, opener: OpenerDirector) -> Iterator[int]:
    here = part.stat().st_size if part.exists() else 0
    if part.exists() and here == file.size_bytes:
        return
    if here > file.size_bytes:
        part.unlink()
        here = 0
    request = Request(url, headers={"User-Agent": f"rehearse/{__version__}"})
    if here:
        request.add_header("Range", f"bytes={here}-")
    with _open(request, file, part, opener) as response:
        goes_on = response.status == 206 and _range_start(response) == here
        if response.status == 206 and not goes_on:
            part.unlink(missing_ok=True)
            raise _Cut("the hub sent another stretch than the one asked for")
        here = here if goes_on else 0
        with part.open("ab" if goes_on else "wb") as stream:
            for chunk in _chunks(response):
                here += len(chunk)
                if here > file.size_bytes:
                    break
                stream.write(chunk)
                yield here
    if here > file.size_bytes:
        part.unlink()
        raise _Failed(f"the hub sends more for {file.name} than the {file.size_bytes} bytes it should have")
    if here < file.size_bytes:
        raise _Cut(f"{here} of {file.size_bytes} bytes came")


def _open(request: Request, file: ModelFile, part: Path, opener: OpenerDirector) -> HTTPResponse:
    try:
        response: HTTPResponse = opener.open(request, timeout=PATIENCE_S)
        return response
    except HTTPError as error:
        error.close()
        if error.code == 416:
            part.unlink(missing_ok=True)
            raise _Cut("the hub cannot go on from what is here") from error
        raise _Failed(f"the hub answers {error.code} ({error.reason}) for {file.name}") from error
    except URLError as error:
        raise _Failed(f"the hub at {urlsplit(request.full_url).netloc} is not reached ({error.reason})") from error
    except (HTTPException, OSError) as error:
        raise _Cut(str(error) or type(error).__name__) from error


def _chunks(response: HTTPResponse) -> Iterator[bytes]:
    """The body in pieces; ends early, without an error, where the connection does: the length tells."""
    while True:
        try:
            chunk = response.read(CHUNK_BYTES)
        except (HTTPException, OSError):
            return
        if not chunk:
            return
        yield chunk


def _range_start(response: HTTPResponse) -> int | None:
    match = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
    return int(match[1]) if match else None


def _move_into_place(staging: Path, final: Path) -> Path:
    """One rename brings the whole folder; a broken model that stood there goes first to the side, then away."""
    aside = final.with_name(f"{final.name}.old")
    shutil.rmtree(aside, ignore_errors=True)
    if final.exists():
        final.rename(aside)
    staging.rename(final)
    shutil.rmtree(aside, ignore_errors=True)
    return final


def _refuse_full_disk(model: SpeechModel, staging: Path) -> None:
    here = sum(file.stat().st_size for file in staging.iterdir())
    free = shutil.disk_usage(staging).free
    if model.size_bytes - here > free:
        raise _Failed(f"it needs {model.size_bytes / 1e6:.0f} MB and the disk has {free / 1e6:.0f} MB left")


def _refuse_unsafe(url: str) -> None:
    parts = urlsplit(url)
    loopback = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if parts.scheme != "https" and not (parts.scheme == "http" and loopback):
        raise UsageError(
            f"Models are fetched over https only, not from {url}.", "Give an address that begins with https://."
        )


def _give_up(model: SpeechModel, why: str) -> MissingPartError:
    return MissingPartError(
        f'The model "{model.name}" was not fetched: {why}.',
        f"Run `rehearse models get {model.name}` again to go on from what is here, or, without a hub, {OWN_FOLDER}.",
    )


class _NeverLessSafe(HTTPRedirectHandler):
    """Follows the hub to where it keeps its files, but never from https to http."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        if req.type == "https" and urlsplit(newurl).scheme != "https":
            raise HTTPError(req.full_url, code, "it leads away from https", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)
