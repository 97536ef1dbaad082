"""The gateway: what the service answers over HTTP. FastAPI and uvicorn live here and nowhere else."""
