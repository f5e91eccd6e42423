package io.millrace.connectors.hdfs.config;

import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import io.millrace.connectors.hdfs.format.Formats;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/** The definition of every setting of the sink. */
public final class HdfsSettings {

    static final String HDFS_URL = "hdfs.url";
    static final String STORE_URL = "store.url";
    static final String TOPICS_DIR = "topics.dir";
    static final String HADOOP_CONF_DIR = "hadoop.conf.dir";
    static final String FORMAT_CLASS = "format.class";
    static final String FORMAT = "format";
    static final String AVRO_CODEC = "avro.codec";
    static final String PARQUET_CODEC = "parquet.codec";
    static final String ZERO_PAD_WIDTH = "filename.offset.zero.pad.width";
    static final String FLUSH_SIZE = "flush.size";
    static final String ROTATE_BYTES = "rotate.bytes";
    static final String ROTATE_INTERVAL = "rotate.interval.ms";
    static final String ROTATE_SCHEDULE = "rotate.schedule.interval.ms";
    static final String ROTATE_IDLE = "rotate.idle.ms";
    static final String MAX_OPEN_FILES = "max.open.files";
    static final String SCHEMA_COMPATIBILITY = "schema.compatibility";
    static final String NULL_VALUES = "behavior.on.null.values";
    static final String PARTITIONER = "partitioner.class";
    static final String PARTITION_FIELDS = "partition.field.name";
    static final String PARTITION_DURATION = "partition.duration.ms";
    static final String PATH_FORMAT = "path.format";
    static final String LOCALE = "locale";
    static final String TIMEZONE = "timezone";
    static final String TIMESTAMP_EXTRACTOR = "timestamp.extractor";
    static final String TIMESTAMP_FIELD = "timestamp.field";
    static final String RETRY_BACKOFF = "retry.backoff.ms";
    static final String MAX_RETRIES = "max.retries";

    private static final String INERT = "Accepted from existing configurations, without an effect here: ";

    private final ConfigDef definition = new ConfigDef();
    private int order;

    private HdfsSettings() {}

    /** All settings, with documentation. */
    public static ConfigDef definition() {
        HdfsSettings settings = new HdfsSettings();
        settings.whereFilesGo();
        settings.whatFilesAre();
        settings.whenFilesEnd();
        settings.howFoldersAreNamed();
        settings.whatHappensOnErrors();
        settings.whatOthersHave();
        return settings.definition;
    }

    private void whereFilesGo() {
        add(
                STORE_URL,
                ConfigDef.Type.STRING,
                null,
                null,
                "The file system, such as hdfs://namenode:8020 or file:///var/archive.");
        add(HDFS_URL, ConfigDef.Type.STRING, null, null, "Another name of store.url.");
        add(
                TOPICS_DIR,
                ConfigDef.Type.STRING,
                "topics",
                null,
                "The folder of all topics, below the path of store.url.");
        add(HADOOP_CONF_DIR, ConfigDef.Type.STRING, "", null, "A folder with core-site.xml and hdfs-site.xml to read.");
    }

    private void whatFilesAre() {
        add(
                FORMAT_CLASS,
                ConfigDef.Type.STRING,
                null,
                HdfsSettings::isFormat,
                "avro, parquet, json, or the class name of such a format.");
        add(
                FORMAT,
                ConfigDef.Type.STRING,
                null,
                HdfsSettings::isFormat,
                "Short for format.class; avro unless one of both is set.");
        add(
                AVRO_CODEC,
                ConfigDef.Type.STRING,
                "null",
                in("null", "deflate", "snappy", "bzip2", "zstandard"),
                "Compression of Avro files.");
        add(
                PARQUET_CODEC,
                ConfigDef.Type.STRING,
                "snappy",
                in("none", "uncompressed", "snappy", "gzip", "zstd", "lz4_raw"),
                "Compression of Parquet files.");
        add(ZERO_PAD_WIDTH, ConfigDef.Type.INT, 10, atLeast(0), "How many digits offsets in file names have at least.");
        add(
                SCHEMA_COMPATIBILITY,
                ConfigDef.Type.STRING,
                "NONE",
                in("NONE", "BACKWARD", "FORWARD", "FULL"),
                "NONE starts a new file with every change of the schema; the others project records onto the"
                        + " schema of the open file when their schema has an older (BACKWARD, FULL) or newer"
                        + " (FORWARD) version.");
    }

    private void whenFilesEnd() {
        add(
                FLUSH_SIZE,
                ConfigDef.Type.INT,
                100_000,
                atLeast(1),
                "A commit is due after so many records of a Kafka partition.");
        add(
                ROTATE_BYTES,
                ConfigDef.Type.LONG,
                128L << 20,
                atLeast(1),
                "A commit is due when a file has about so many bytes.");
        add(
                ROTATE_INTERVAL,
                ConfigDef.Type.LONG,
                -1L,
                null,
                "A commit is due when records span so much event time; -1 never.");
        add(
                ROTATE_SCHEDULE,
                ConfigDef.Type.LONG,
                -1L,
                null,
                "A commit is due whenever the clock passes a multiple of this in the time zone; -1 never.");
        add(
                ROTATE_IDLE,
                ConfigDef.Type.LONG,
                60_000L,
                null,
                "A commit is due when no record came for so long; -1 never.");
        add(
                MAX_OPEN_FILES,
                ConfigDef.Type.INT,
                200,
                atLeast(1),
                "How many files a task holds open; the most scattered Kafka partition is committed above that.");
    }

    private void howFoldersAreNamed() {
        add(
                PARTITIONER,
                ConfigDef.Type.STRING,
                "default",
                null,
                "default, field, time, daily, hourly, or the class name of such a partitioner.");
        add(
                PARTITION_FIELDS,
                ConfigDef.Type.LIST,
                List.of(),
                null,
                "The fields that name folders, with dots into nested ones.");
        add(PARTITION_DURATION, ConfigDef.Type.LONG, 3_600_000L, atLeast(1), "The stretch of time of a folder.");
        add(
                PATH_FORMAT,
                ConfigDef.Type.STRING,
                "",
                null,
                "Folders of the time partitioner, as in 'year'=YYYY/'month'=MM.");
        add(LOCALE, ConfigDef.Type.STRING, "en-US", null, "The language of names in path.format.");
        add(TIMEZONE, ConfigDef.Type.STRING, "UTC", null, "The time zone of folders and of scheduled commits.");
        add(
                TIMESTAMP_EXTRACTOR,
                ConfigDef.Type.STRING,
                "Record",
                null,
                "Where event time comes from: Wallclock, Record or RecordField.");
        add(
                TIMESTAMP_FIELD,
                ConfigDef.Type.STRING,
                "timestamp",
                null,
                "The field of RecordField, with dots into nested ones.");
    }

    private void whatHappensOnErrors() {
        add(
                NULL_VALUES,
                ConfigDef.Type.STRING,
                "ignore",
                in("ignore", "fail"),
                "What to do with records without a value.");
        add(
                RETRY_BACKOFF,
                ConfigDef.Type.LONG,
                5_000L,
                atLeast(1),
                "How long to wait after an error of the file system.");
        add(MAX_RETRIES, ConfigDef.Type.INT, 60, atLeast(0), "How often to try again in a row before the task fails.");
    }

    private void whatOthersHave() {
        add("logs.dir", ConfigDef.Type.STRING, "logs", null, INERT + "there is no write-ahead log to place.");
        add("hadoop.home", ConfigDef.Type.STRING, "", null, INERT + "no part of a Hadoop installation is used.");
        add("storage.class", ConfigDef.Type.STRING, "", null, INERT + "store.url says which file system it is.");
        add("shutdown.timeout.ms", ConfigDef.Type.LONG, 3_000L, null, INERT + "there is no thread to wait for.");
        add("schemas.cache.config", ConfigDef.Type.INT, 1_000, null, INERT + "each file translates its schema once.");
        add("enhanced.avro.schema.support", ConfigDef.Type.BOOLEAN, true, null, INERT + "names are always kept.");
        add("connect.meta.data", ConfigDef.Type.BOOLEAN, true, null, INERT + "names of logical types are always kept.");
        add("directory.delim", ConfigDef.Type.STRING, "/", in("/"), "Only a slash is possible.");
        add("file.delim", ConfigDef.Type.STRING, "+", in("+"), "Only a plus sign is possible.");
        add(
                "hive.integration",
                ConfigDef.Type.BOOLEAN,
                false,
                HdfsSettings::mustBeOff,
                "Only false is possible: create external tables over the folders of the topics.");
        add(
                "hdfs.authentication.kerberos",
                ConfigDef.Type.BOOLEAN,
                false,
                HdfsSettings::mustBeOff,
                "Only false is possible: this version logs in without Kerberos.");
    }

    private void add(String name, ConfigDef.Type type, Object defaultValue, Validator validator, String documentation) {
        Importance importance =
                defaultValue == null || defaultValue == NO_DEFAULT_VALUE ? Importance.HIGH : Importance.MEDIUM;
        order++;
        definition.define(
                name,
                type,
                defaultValue,
                validator,
                importance,
                documentation,
                "hdfs",
                order,
                Width.MEDIUM,
                title(name));
    }

    private static String title(String name) {
        String words = name.replace('.', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static Validator in(String... values) {
        return ValidString.in(values);
    }

    private static void isFormat(String name, Object value) {
        if (value != null && Formats.shortName((String) value).isEmpty()) {
            throw new ConfigException(name, value, "must be one of " + Formats.NAMES);
        }
    }

    private static void mustBeOff(String name, Object value) {
        if (Boolean.TRUE.equals(value)) {
            throw new ConfigException(name, value, "only false is possible");
        }
    }
}
