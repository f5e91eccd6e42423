package io.millrace.broker.server.logging;

import java.util.Collections;
import java.util.SortedMap;

/** A logging backend whose levels cannot be set from here: it has no loggers that anybody could name. */
final class UnknownBackend implements LoggerLevels {

    @Override
    public SortedMap<String, String> all() {
        return Collections.emptySortedMap();
    }

    @Override
    public boolean exists(String logger) {
        return false;
    }

    @Override
    public void set(String logger, String level) {
        throw new IllegalArgumentException("There is no logger " + logger);
    }

    @Override
    public void unset(String logger) {
        throw new IllegalArgumentException("There is no logger " + logger);
    }
}
