# syntax=docker/dockerfile:1
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
RUN python -m venv /opt/dateline
COPY requirements.lock ./
RUN /opt/dateline/bin/python -m pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY knowledge knowledge
COPY seeds seeds
RUN /opt/dateline/bin/python -m pip install --no-deps --no-build-isolation .

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /state --shell /usr/sbin/nologin dateline \
    && mkdir -p /articles /state \
    && chown dateline:dateline /articles /state
COPY --from=build /opt/dateline /opt/dateline
# Without articles of your own the seeds inside the package are answered from; mount yours and set
# DATELINE_ARTICLES=/articles.
ENV PATH=/opt/dateline/bin:$PATH PYTHONUNBUFFERED=1 DATELINE_HEARTBEAT=/tmp/heartbeat DATELINE_STATE=/state
USER dateline
WORKDIR /state
VOLUME ["/articles", "/state"]
STOPSIGNAL SIGTERM
# The bot touches the file every ten seconds while its loop lives.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import os, sys, time; sys.exit(time.time() - os.stat(os.environ['DATELINE_HEARTBEAT']).st_mtime > 60)"]
ENTRYPOINT ["dateline"]
CMD ["run"]
