package io.millrace.connect.plugins.loader;

import java.nio.file.Path;
import org.apache.kafka.connect.errors.RetriableException;

/** A plugin was replaced or removed between the question which one to use and its use; asking again helps. */
public final class ClosedPluginException extends RetriableException {
    private static final long serialVersionUID = 1L;

    ClosedPluginException(Path location) {
        super("The plugin at " + location + " was replaced or removed at this moment; try again");
    }
}
