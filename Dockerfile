# The hub as one image: web, worker, relay, scheduler and the one-shot preparation run from it.
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv /opt/hub
WORKDIR /app
# What changes seldom comes first: the locked packages are a layer of their own.
COPY requirements/base.txt requirements/
RUN /opt/hub/bin/python -m pip install --quiet --require-hashes -r requirements/base.txt
COPY pyproject.toml manage.py LICENSE ./
COPY config config
COPY nexus nexus
COPY docs/errors.md docs/
COPY content content
# Compiled here, because the root file system of a running hub cannot be written.
RUN /opt/hub/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable . \
    && /opt/hub/bin/python -m compileall -q nexus config \
    && /opt/hub/bin/python -m pip uninstall --quiet --yes pip \
    && rm -rf requirements build

FROM python:3.11-slim-bookworm AS run
# Repositories are imported by git.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/* /var/cache/* /var/log/* \
    && install --directory --owner 10001 --group 10001 --mode 0750 /data
COPY --from=build /opt/hub /opt/hub
COPY --from=build /app /app
ARG VERSION=0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Nexus" \
      org.opencontainers.image.description="What one learner solved, the next finds, with its source" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV PATH=/opt/hub/bin:$PATH \
    PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp NEXUS_DATA=/data PORT=8000
WORKDIR /app
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["nexus", "alive", "web"]
ENTRYPOINT ["nexus"]
CMD ["web"]
