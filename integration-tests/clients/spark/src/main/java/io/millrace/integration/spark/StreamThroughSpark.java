package io.millrace.integration.spark;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;

/**
 * Spark against a broker: a batch writes records, a Structured Streaming query copies them to another topic in two runs
 * with one checkpoint, a batch reads the copy. Prints {@code ok} when each record was copied once.
 *
 * <p>Arguments: bootstrap servers, a folder for the checkpoint.
 */
public final class StreamThroughSpark {

    private static final long RECORDS = 2_000;
    private static final String SOURCE = "spark-in";
    private static final String TARGET = "spark-out";

    private final SparkSession spark;
    private final String bootstrap;
    private final Path checkpoint;

    private StreamThroughSpark(SparkSession spark, String bootstrap, Path checkpoint) {
        this.spark = spark;
        this.bootstrap = bootstrap;
        this.checkpoint = checkpoint;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .appName("millrace-check")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "2")
                .getOrCreate();
        try {
            new StreamThroughSpark(spark, arguments[0], Path.of(arguments[1])).run();
        } finally {
            spark.stop();
        }
        System.out.println("ok");
    }

    private void run() throws Exception {
        write(0);
        copyWhatIsThere();
        write(RECORDS);
        copyWhatIsThere();
        List<Long> copied = read();
        List<Long> expected = LongStream.range(0, 2 * RECORDS).boxed().toList();
        if (!copied.equals(expected)) {
            throw new IllegalStateException("copied " + copied.size() + " records, expected " + expected.size());
        }
    }

    private void write(long from) {
        spark.range(from, from + RECORDS)
                .selectExpr("CAST(id AS STRING) AS key", "CAST(id AS STRING) AS value")
                .write()
                .format("kafka")
                .option("kafka.bootstrap.servers", bootstrap)
                .option("topic", SOURCE)
                .save();
    }

    private void copyWhatIsThere() throws Exception {
        spark.readStream()
                .format("kafka")
                .option("kafka.bootstrap.servers", bootstrap)
                .option("subscribe", SOURCE)
                .option("startingOffsets", "earliest")
                .option("maxOffsetsPerTrigger", 700)
                .load()
                .select("key", "value")
                .writeStream()
                .format("kafka")
                .option("kafka.bootstrap.servers", bootstrap)
                .option("topic", TARGET)
                .option("checkpointLocation", checkpoint.toString())
                .trigger(Trigger.AvailableNow())
                .start()
                .awaitTermination();
    }

    private List<Long> read() {
        Dataset<Row> copy = spark.read()
                .format("kafka")
                .option("kafka.bootstrap.servers", bootstrap)
                .option("subscribe", TARGET)
                .option("startingOffsets", "earliest")
                .option("kafka.isolation.level", "read_committed")
                .load();
        return copy.selectExpr("CAST(CAST(value AS STRING) AS LONG) AS id").as(Encoders.LONG()).orderBy("id").collectAsList();
    }
}
