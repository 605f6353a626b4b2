# Two stages: one that installs, one that carries only what serves.

FROM python:3.13-slim AS install
WORKDIR /modelgraph
RUN python -m venv .venv
COPY requirements.txt ./
RUN .venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY service service
RUN .venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation --editable .

FROM python:3.13-slim
RUN useradd --create-home modelgraph
WORKDIR /modelgraph
COPY --from=install /modelgraph .
COPY migrations migrations
COPY seed seed
USER modelgraph
ENV PATH=/modelgraph/.venv/bin:$PATH HOST=0.0.0.0 PORT=8000 PYTHONUNBUFFERED=1
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/ready', timeout=2)"]
CMD ["modelgraph", "serve"]
