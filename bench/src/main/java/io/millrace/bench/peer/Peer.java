package io.millrace.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A kind of broker that takes part: how it is started, and with which settings topics are made. */
public interface Peer {

    /** What {@code --peers} calls it. */
    String key();

    /** The column of the table. */
    String name();

    /** Whether it differs from another peer in its flush mode only, and sits out the rows that do not ask for it. */
    boolean onlyForFlush();

    /** Settings of every topic of this peer. */
    Map<String, String> topicConfigs();

    /** Makes an empty data folder ready, once, before the first {@link #start}. */
    void format(Path folder) throws IOException;

    /** Starts a broker on the data in {@code folder}; returns at once. */
    BrokerProcess start(Path folder) throws IOException;
}
