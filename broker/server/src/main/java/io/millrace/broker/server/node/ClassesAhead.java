package io.millrace.broker.server.node;

import io.millrace.broker.network.NetworkLoops;
import java.lang.management.ManagementFactory;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.LoggerFactory;

/**
 * Makes ready on a thread of its own what takes long and needs no settings, while the thread that starts the broker reads
 * them and opens logs. Nobody waits for the thread; who needs a class first waits for that one.
 */
final class ClassesAhead {

    private static final String THREAD_NAME = "broker-classes-ahead";

    private ClassesAhead() {}

    static void load() {
        // First of all and on this thread: loggers made while another thread makes the first one are slower for ever.
        LoggerFactory.getILoggerFactory();
        Thread thread = new Thread(ClassesAhead::loadAll, THREAD_NAME);
        thread.setDaemon(true);
        thread.start();
    }

    /** Each of these is entered here and by the starting thread at the same place, so that they cannot lock each other out. */
    private static void loadAll() {
        ApiKeys.values();
        // Ratis registers a bean of its own before it elects.
        ManagementFactory.getPlatformMBeanServer();
        NetworkLoops.loadNative();
        Errors.values();
    }
}
