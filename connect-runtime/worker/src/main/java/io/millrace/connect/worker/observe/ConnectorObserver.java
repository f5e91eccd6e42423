package io.millrace.connect.worker.observe;

import io.millrace.connect.worker.control.ConnectorType;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.observe.TaskPlugins.Plugin;

/** Hears how one incarnation of a connector instance fares. Any thread; calls are quick and do not throw. */
public interface ConnectorObserver extends AutoCloseable {

    void state(Lifecycle state);

    /** The plugin is made. */
    void loaded(ConnectorType type, Plugin plugin);

    @Override
    void close();
}
