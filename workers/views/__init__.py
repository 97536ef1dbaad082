"""The read model: what people and programs ask about, kept ready beside the log, and disposable.

`projection` turns records into rows, `projector` follows the log and has them applied, an adapter of
`port` keeps them and answers the named questions. Rows of different topics are joined only when a
question is asked, so it does not matter in which order the topics were read.
"""
