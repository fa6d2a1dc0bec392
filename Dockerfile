# Nightlight in one image: every service of docker-compose.yml runs it, each with a command of its own.
#
#     docker compose build
#
# It holds the `detoxify` extra, for which torch has to be installed first. On a machine whose package index offers
# only builds for graphics cards, name an index of CPU builds: docker compose build --build-arg TORCH_INDEX=<address>

FROM python:3.11-slim-bookworm AS parts

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PYTHONDONTWRITEBYTECODE=1
ARG TORCH=2.13.0
ARG TORCH_INDEX=
WORKDIR /build
RUN python -m venv /opt/nightlight
COPY requirements/run.txt requirements/detoxify.txt requirements/
RUN /opt/nightlight/bin/python -m pip install --require-hashes --no-deps -r requirements/run.txt
RUN /opt/nightlight/bin/python -m pip install ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} "torch==${TORCH}" \
    && /opt/nightlight/bin/python -m pip install --require-hashes --no-deps -r requirements/detoxify.txt \
    && /opt/nightlight/bin/python -c "import detoxify"

FROM python:3.11-slim-bookworm

ENV PATH=/opt/nightlight/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    NIGHTLIGHT_ENV=production \
    NIGHTLIGHT_DATA=/data \
    NIGHTLIGHT_KEYS=/keys \
    STATIC_ROOT=/static \
    LOG_FORMAT=json
# An account with no password and no home, and folders that are its own before a volume is laid over them.
RUN groupadd --system --gid 1000 nightlight \
    && useradd --system --uid 1000 --gid nightlight --no-create-home --shell /usr/sbin/nologin nightlight \
    && install -d -o nightlight -g nightlight -m 0700 /data /keys \
    && install -d -o nightlight -g nightlight -m 0755 /static
COPY --from=parts /opt/nightlight /opt/nightlight
WORKDIR /nightlight
COPY manage.py pyproject.toml LICENSE ./
COPY config config
COPY rota rota
COPY chat chat
COPY moderation moderation
COPY escalation escalation
USER 1000:1000
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["python", "-m", "config.web", "--listen", "0.0.0.0:8000"]
