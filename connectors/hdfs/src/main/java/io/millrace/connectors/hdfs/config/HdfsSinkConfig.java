package io.millrace.connectors.hdfs.config;

import io.millrace.connectors.hdfs.format.FileFormat;
import io.millrace.connectors.hdfs.format.Formats;
import io.millrace.connectors.hdfs.partition.Partitioner;
import io.millrace.connectors.hdfs.partition.PartitionerSettings;
import io.millrace.connectors.hdfs.partition.Partitioners;
import io.millrace.connectors.hdfs.partition.TimestampExtractor;
import io.millrace.connectors.hdfs.store.Layout;
import java.net.URI;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;

/** The settings of the sink as the task needs them. */
public final class HdfsSinkConfig extends AbstractConfig {

    /** Reads settings, and throws a {@link ConfigException} at the first that is wrong. */
    public HdfsSinkConfig(Map<String, String> settings) {
        super(HdfsSettings.definition(), settings, false);
    }

    /** The file system. */
    public URI storeUri() {
        return FileSystemSettings.uri(getString(HdfsSettings.STORE_URL), getString(HdfsSettings.HDFS_URL));
    }

    /** The configuration of the file system's client. */
    public Configuration hadoop() {
        return FileSystemSettings.hadoop(getString(HdfsSettings.HADOOP_CONF_DIR), originalsStrings());
    }

    /** The folders. */
    public Layout layout() {
        URI uri = storeUri();
        String path = uri.getPath() == null || uri.getPath().isEmpty() ? "/" : uri.getPath();
        return new Layout(
                new Path(new Path(uri.getScheme(), uri.getAuthority(), path), getString(HdfsSettings.TOPICS_DIR)));
    }

    /** The format of the files. */
    public FileFormat format() {
        String name = getString(HdfsSettings.FORMAT_CLASS) != null
                ? getString(HdfsSettings.FORMAT_CLASS)
                : getString(HdfsSettings.FORMAT);
        String shortName = name == null ? "avro" : Formats.shortName(name).orElseThrow();
        return Formats.of(shortName, getString(HdfsSettings.AVRO_CODEC), getString(HdfsSettings.PARQUET_CODEC));
    }

    /** The partitioner. */
    public Partitioner partitioner() {
        return Partitioners.of(new PartitionerSettings(
                getString(HdfsSettings.PARTITIONER),
                getList(HdfsSettings.PARTITION_FIELDS),
                getLong(HdfsSettings.PARTITION_DURATION),
                getString(HdfsSettings.PATH_FORMAT),
                Locale.forLanguageTag(getString(HdfsSettings.LOCALE).replace('_', '-')),
                zone(),
                timestampExtractor()));
    }

    /** Where event time comes from. */
    public TimestampExtractor timestampExtractor() {
        String name = getString(HdfsSettings.TIMESTAMP_EXTRACTOR);
        return TimestampExtractor.of(name, getString(HdfsSettings.TIMESTAMP_FIELD))
                .orElseThrow(() -> new ConfigException(
                        HdfsSettings.TIMESTAMP_EXTRACTOR, name, "must be Wallclock, Record or RecordField"));
    }

    /** When files end. */
    public RotationSettings rotation() {
        return new RotationSettings(
                getInt(HdfsSettings.FLUSH_SIZE),
                getLong(HdfsSettings.ROTATE_BYTES),
                getLong(HdfsSettings.ROTATE_INTERVAL),
                getLong(HdfsSettings.ROTATE_SCHEDULE),
                getLong(HdfsSettings.ROTATE_IDLE),
                zone());
    }

    /** Which schemas may share a file. */
    public SchemaCompatibility compatibility() {
        return SchemaCompatibility.valueOf(getString(HdfsSettings.SCHEMA_COMPATIBILITY));
    }

    /** Whether a record without a value is an error. */
    public boolean failsOnNullValues() {
        return "fail".equals(getString(HdfsSettings.NULL_VALUES));
    }

    /** How many digits offsets in file names have at least. */
    public int zeroPadWidth() {
        return getInt(HdfsSettings.ZERO_PAD_WIDTH);
    }

    /** The bound of open files of a task. */
    public int maxOpenFiles() {
        return getInt(HdfsSettings.MAX_OPEN_FILES);
    }

    /** The wait after an error of the file system. */
    public long retryBackoffMs() {
        return getLong(HdfsSettings.RETRY_BACKOFF);
    }

    /** How many errors in a row are waited out. */
    public int maxRetries() {
        return getInt(HdfsSettings.MAX_RETRIES);
    }

    private ZoneId zone() {
        String name = getString(HdfsSettings.TIMEZONE);
        try {
            return ZoneId.of(name);
        } catch (java.time.DateTimeException e) {
            throw new ConfigException(HdfsSettings.TIMEZONE, name, "is no time zone");
        }
    }
}
