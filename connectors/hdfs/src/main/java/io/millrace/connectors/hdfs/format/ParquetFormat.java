package io.millrace.connectors.hdfs.format;

import java.io.IOException;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** Parquet files, with lists in the three-level form that can hold nulls. */
final class ParquetFormat implements FileFormat {

    private final CompressionCodecName codec;

    ParquetFormat(CompressionCodecName codec) {
        this.codec = codec;
    }

    @Override
    public String extension() {
        return ".parquet";
    }

    @Override
    public FileWriter start(FSDataOutputStream out, Schema schema) throws IOException {
        if (schema == null || schema.type() != Schema.Type.STRUCT) {
            throw new DataException("Parquet files need values that are structs with a schema; use a converter that"
                    + " brings one, or format.class=json");
        }
        org.apache.avro.Schema avro = AvroSchemas.translate(schema);
        Configuration configuration = new Configuration(false);
        configuration.setClassLoader(ParquetFormat.class.getClassLoader());
        configuration.setBoolean("parquet.avro.write-old-list-structure", false);
        ParquetStream stream = new ParquetStream(out);
        ParquetWriter<GenericRecord> file = AvroParquetWriter.<GenericRecord>builder(stream)
                .withSchema(avro)
                .withDataModel(GenericData.get())
                .withConf(configuration)
                .withCompressionCodec(codec)
                .build();
        return new Writer(out, avro, file);
    }

    private record Writer(FSDataOutputStream out, org.apache.avro.Schema avro, ParquetWriter<GenericRecord> file)
            implements FileWriter {

        @Override
        public void write(Schema schema, Object value) throws IOException {
            file.write((GenericRecord) AvroValues.translate(schema, value, avro));
        }

        @Override
        public long bytes() {
            return file.getDataSize();
        }

        @Override
        public void finish() throws IOException {
            // The footer goes out with the close, and the stream itself forces it to disk before it closes.
            file.close();
        }

        @Override
        public void abandon() {
            Streams.abandon(out);
        }
    }

    /** Lets Parquet write into a stream that is open already. */
    private record ParquetStream(FSDataOutputStream out) implements OutputFile {

        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return new Position(out);
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return new Position(out);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }

    private static final class Position extends PositionOutputStream {

        private final FSDataOutputStream out;

        Position(FSDataOutputStream out) {
            this.out = out;
        }

        @Override
        public long getPos() {
            return out.getPos();
        }

        @Override
        public void write(int octet) throws IOException {
            out.write(octet);
        }

        @Override
        public void write(byte[] octets, int start, int length) throws IOException {
            out.write(octets, start, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.hsync();
            out.close();
        }
    }
}
