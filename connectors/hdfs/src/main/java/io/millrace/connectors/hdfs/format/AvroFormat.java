package io.millrace.connectors.hdfs.format;

import java.io.IOException;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/** Avro container files. */
final class AvroFormat implements FileFormat {

    private final String codec;

    AvroFormat(String codec) {
        this.codec = codec;
    }

    @Override
    public String extension() {
        return ".avro";
    }

    @Override
    public FileWriter start(FSDataOutputStream out, Schema schema) throws IOException {
        if (schema == null) {
            throw new DataException(
                    "Avro files need values with a schema; use a converter that brings one," + " or format.class=json");
        }
        org.apache.avro.Schema avro = AvroSchemas.translate(schema);
        DataFileWriter<Object> file = new DataFileWriter<>(new GenericDatumWriter<>(avro));
        file.setCodec(CodecFactory.fromString(codec));
        file.create(avro, out);
        return new Writer(out, avro, file);
    }

    private record Writer(FSDataOutputStream out, org.apache.avro.Schema avro, DataFileWriter<Object> file)
            implements FileWriter {

        @Override
        public void write(Schema schema, Object value) throws IOException {
            file.append(AvroValues.translate(schema, value, avro));
        }

        @Override
        public long bytes() {
            return out.getPos();
        }

        @Override
        public void finish() throws IOException {
            file.flush();
            out.hsync();
            file.close();
        }

        @Override
        public void abandon() {
            Streams.abandon(out);
        }
    }
}
