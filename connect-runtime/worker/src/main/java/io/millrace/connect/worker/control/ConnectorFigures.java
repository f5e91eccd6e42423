package io.millrace.connect.worker.control;

import java.net.URI;
import java.util.List;
import java.util.SortedMap;

/**
 * What one worker can tell of the figures of a connector.
 *
 * @param tasks every task that has a status, wherever it runs
 * @param here the figures of those that run on this worker
 * @param elsewhere the REST addresses, by worker id, of the other living workers that have tasks of it
 */
public record ConnectorFigures(
        String name,
        ConnectorType type,
        List<TaskStatus> tasks,
        List<TaskFigures> here,
        SortedMap<String, URI> elsewhere) {}
