package io.millrace.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A kind of broker that takes part: how it is started, and with which settings topics are made. */
public interface Peer {

    /** For both brokers: the files of a deleted topic go without delay, so that the next row has their memory. */
    String DELETE_AT_ONCE = "log.segment.delete.delay.ms=0";

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
    ServerProcess start(Path folder) throws IOException;

    /**
     * Starts a Connect worker of a group; returns at once.
     *
     * @param connectors the folders of its plugins
     */
    ServerProcess startWorker(Path folder, ServerProcess broker, String group, List<Path> connectors)
            throws IOException;

    /** Starts the schema registry that its users would run, with storage of its own; returns at once. */
    Server startRegistry(Path folder) throws IOException;

    /** The same with its schemas in the topics of a broker of its own, of which the cost is the registry's. */
    Server startRegistryOnLog(Path folder) throws IOException;

    /** What all paths of its registry begin with where it speaks the interface that registries share. */
    String registryPath();

    /** Whether it is Millrace, and not what Millrace is compared with. */
    boolean isOurs();

    /** The folder of the benchmark's own plugins. */
    Path plugins();

    /** Starts a Connect worker of a group, with the benchmark's plugins. */
    default ServerProcess startWorker(Path folder, ServerProcess broker, String group) throws IOException {
        return startWorker(folder, broker, group, List.of(plugins()));
    }

    /** Starts the only Connect worker of a group, with the benchmark's plugins. */
    default ServerProcess startWorker(Path folder, ServerProcess broker) throws IOException {
        return startWorker(folder, broker, "bench-" + folder.getFileName());
    }

    /** What its users would take from PostgreSQL to PostgreSQL. */
    DatabaseConnectors databaseConnectors();

    /**
     * Connectors of change capture and of writing to a database.
     *
     * @param plugins the folders that they are in
     * @param source class of the former
     * @param sink configuration of the latter but for the topics, with the target's table named as the source's
     */
    record DatabaseConnectors(List<Path> plugins, String source, Map<String, String> sink) {}
}
