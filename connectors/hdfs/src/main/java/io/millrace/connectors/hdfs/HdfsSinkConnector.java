package io.millrace.connectors.hdfs;

import io.millrace.connectors.hdfs.config.HdfsSettings;
import io.millrace.connectors.hdfs.config.SettingsCheck;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Writes topics into partitioned Avro, Parquet or JSON files of a Hadoop file system, each record exactly once. */
public final class HdfsSinkConnector extends SinkConnector {

    static final String VERSION = "0.1.0";

    private Map<String, String> settings = Map.of();

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public void start(Map<String, String> given) {
        settings = Map.copyOf(given);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return HdfsSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, settings);
    }

    @Override
    public void stop() {
        settings = Map.of();
    }

    @Override
    public ConfigDef config() {
        return HdfsSettings.definition();
    }

    @Override
    public Config validate(Map<String, String> given) {
        return SettingsCheck.complete(super.validate(given), given, FileSystemCheck::examine);
    }
}
