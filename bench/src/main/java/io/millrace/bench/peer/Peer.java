package io.millrace.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A kind of broker that takes part: how it is started, and with which settings topics are made. */
public interface Peer {

    /** The column of the table. */
    String name();

    /** Settings of every topic of this peer. */
    Map<String, String> topicConfigs();

    /** Makes an empty data folder ready, once, before the first {@link #start}. */
    void format(Path folder) throws IOException;

    /** Starts a broker on the data in {@code folder}; returns at once. */
    BrokerProcess start(Path folder) throws IOException;
}
