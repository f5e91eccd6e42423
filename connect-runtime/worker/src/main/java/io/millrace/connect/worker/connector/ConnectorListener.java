package io.millrace.connect.worker.connector;

import io.millrace.connect.plan.TargetState;
import java.util.List;
import java.util.Map;

/** Hears how a connector instance fares; calls come from its lane, its plugin's threads or the timer. */
public interface ConnectorListener {

    /** The instance has come to the state that was asked for. */
    void reached(ConnectorRunner connector, TargetState state);

    void failed(ConnectorRunner connector, Throwable error);

    /** The instance is gone for good. */
    void stopped(ConnectorRunner connector);

    /** A call into the plugin has come to count as stuck, or has returned after all. */
    void stuck(ConnectorRunner connector);

    /** The plugin wants its tasks to be made anew. */
    void tasksOutdated(ConnectorRunner connector);

    /** The tasks that the plugin wants, placeholders put back where it had been given secrets. */
    void tasksMade(ConnectorRunner connector, List<Map<String, String>> configs);
}
