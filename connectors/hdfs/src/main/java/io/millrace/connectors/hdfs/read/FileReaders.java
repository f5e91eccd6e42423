package io.millrace.connectors.hdfs.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.connectors.hdfs.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/** Reads each kind of file. */
final class FileReaders {

    private static final ObjectMapper JSON = new ObjectMapper();

    private FileReaders() {}

    static void readAvro(Store store, Path path, Consumer<Object> action) throws IOException {
        try (DataFileStream<Object> values = new DataFileStream<>(store.open(path), new GenericDatumReader<>())) {
            while (values.hasNext()) {
                action.accept(values.next());
            }
        }
    }

    static void readParquet(Path path, Configuration configuration, Consumer<Object> action) throws IOException {
        try (ParquetReader<GenericRecord> values = AvroParquetReader.<GenericRecord>builder(
                        HadoopInputFile.fromPath(path, configuration))
                // Plain numbers for dates and times, as the Avro reader gives them.
                .withDataModel(new GenericData())
                .withConf(configuration)
                .build()) {
            for (GenericRecord value = values.read(); value != null; value = values.read()) {
                action.accept(value);
            }
        }
    }

    static void readJson(Store store, Path path, Consumer<Object> action) throws IOException {
        InputStream in = store.open(path);
        try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(in)) {
            while (values.hasNext()) {
                action.accept(values.next());
            }
        }
    }
}
