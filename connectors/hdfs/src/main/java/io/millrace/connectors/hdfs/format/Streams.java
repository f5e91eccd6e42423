package io.millrace.connectors.hdfs.format;

import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what nobody will read. */
final class Streams {

    private static final Logger LOGGER = LoggerFactory.getLogger(Streams.class);

    private Streams() {}

    static void abandon(Closeable stream) {
        try {
            stream.close();
        } catch (IOException e) {
            LOGGER.debug("an unfinished file could not be closed; it is removed with the leftovers", e);
        }
    }
}
