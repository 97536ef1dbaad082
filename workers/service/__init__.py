"""The embedded service: one data directory, one lock, and the processes that `ridealong up` keeps running.

`service` starts and ends everything, `children` restarts what dies, `state` is what the supervisor
tells the gateway, `health` judges it, `log_watch` sees what the log itself says.
"""
