package io.millrace.connectors.hdfs.format;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.kafka.connect.data.Schema;

/** One JSON text a line, with or without a schema. */
final class JsonFormat implements FileFormat {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String extension() {
        return ".json";
    }

    @Override
    public FileWriter start(FSDataOutputStream out, Schema schema) {
        return new Writer(out);
    }

    private record Writer(FSDataOutputStream out) implements FileWriter {

        @Override
        public void write(Schema schema, Object value) throws IOException {
            byte[] line = (JSON.writeValueAsString(JsonValues.translate(schema, value)) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
            out.write(line);
        }

        @Override
        public long bytes() {
            return out.getPos();
        }

        @Override
        public void finish() throws IOException {
            out.hsync();
            out.close();
        }

        @Override
        public void abandon() {
            Streams.abandon(out);
        }
    }
}
