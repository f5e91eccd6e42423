package io.millrace.bench.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** The row of the bench as a serializer with a schema registry writes it: a zero, the id of its schema, the Avro. */
public final class AvroRow {

    private static final Schema SCHEMA = SchemaBuilder.record("bench.Row")
            .fields()
            .requiredLong("id")
            .requiredString("name")
            .requiredDouble("amount")
            .requiredLong("at")
            .endRecord();

    private static final int MAGIC = 0;
    private static final int OK = 200;
    private static final long TIMEOUT_NANOS = 60_000_000_000L;
    private static final long RETRY_MS = 50;
    private static final ObjectMapper JSON = new ObjectMapper();

    private AvroRow() {}

    /** Registers the schema of the topic's values, as soon as the registry answers, and encodes a row with it. */
    public static byte[] of(String registryUrl, String topic) throws IOException, InterruptedException {
        int schemaId = register(registryUrl, topic + "-value");
        var bytes = new ByteArrayOutputStream();
        var framed = new DataOutputStream(bytes);
        framed.writeByte(MAGIC);
        framed.writeInt(schemaId);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(framed, null);
        GenericData.Record row = new GenericRecordBuilder(SCHEMA)
                .set("id", 4_711L)
                .set("name", "customer of the bench")
                .set("amount", 12.25)
                .set("at", 1_700_000_000_000L)
                .build();
        new GenericDatumWriter<GenericData.Record>(SCHEMA).write(row, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private static int register(String registryUrl, String subject) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(registryUrl + "/subjects/" + subject + "/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(Map.of("schema", SCHEMA.toString()))))
                .build();
        HttpClient client = HttpClient.newHttpClient();
        long startNanos = System.nanoTime();
        while (true) {
            String problem;
            try {
                HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == OK) {
                    return JSON.readTree(answer.body()).path("id").asInt();
                }
                problem = answer.body();
            } catch (ConnectException notYet) {
                problem = "nobody listens yet";
            }
            // It listens a moment before it has read its topic.
            if (System.nanoTime() - startNanos > TIMEOUT_NANOS) {
                throw new IOException("the registry took no schema: " + problem);
            }
            Thread.sleep(RETRY_MS);
        }
    }
}
