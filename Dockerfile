# Nightlight in one image: every service of docker-compose.yml runs it, each with a command of its own.
#
#     docker compose build
#
# It holds the `detoxify` extra, for which torch has to be installed first. Where the package index offers only builds for
# graphics cards, which bring several GB, the build stops and says so. Then name an index of CPU builds,
# --build-arg TORCH_INDEX=<address>, or take what there is, --build-arg TORCH_ANY=1. Without the extra, and over 1 GB
# smaller: --build-arg DETOXIFY=no. A folder made by `manage.py convert_detoxify` is read by either image.

FROM python:3.11-slim-bookworm AS parts

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PYTHONDONTWRITEBYTECODE=1
ARG TORCH=2.13.0
ARG TORCH_INDEX=
ARG TORCH_ANY=
ARG DETOXIFY=yes
WORKDIR /build
RUN python -m venv /opt/nightlight
COPY requirements/run.txt requirements/detoxify.txt requirements/only_cpu_torch.py requirements/
RUN /opt/nightlight/bin/python -m pip install --require-hashes --no-deps -r requirements/run.txt
RUN if [ "$DETOXIFY" = yes ] && [ -z "$TORCH_ANY" ]; then \
        /opt/nightlight/bin/python -m pip install --dry-run --no-deps --report torch.json \
            ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} "torch==${TORCH}" \
        && /opt/nightlight/bin/python requirements/only_cpu_torch.py < torch.json; \
    fi
RUN if [ "$DETOXIFY" = yes ]; then \
        /opt/nightlight/bin/python -m pip install ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} "torch==${TORCH}" \
        && /opt/nightlight/bin/python -m pip install --require-hashes --no-deps -r requirements/detoxify.txt \
        && /opt/nightlight/bin/python -c "import detoxify, onnx"; \
    fi

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
