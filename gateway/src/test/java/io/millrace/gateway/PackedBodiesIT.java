package io.millrace.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies that are packed, of requests that take them whole. */
class PackedBodiesIT extends GatewaySuite {
    private static final String V2 = "application/vnd.kafka.json.v2+json";
    private static final String JSON = "application/json";
    private static final int BODY_MAX = 64 * 1024;

    private final HttpClient client = HttpClient.newHttpClient();

    PackedBodiesIT() {
        super(BrokerKind.MILLRACE);
    }

    @Override
    Map<String, String> properties() {
        return Map.of("max.request.bytes", Integer.toString(BODY_MAX));
    }

    private HttpResponse<String> post(String path, String type, String encoding, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path))
                .header("Content-Type", type)
                .header("Content-Encoding", encoding)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static byte[] packed(String encoding, String body) throws IOException {
        if (encoding.equals("zstd")) {
            return Zstd.compress(body.getBytes(UTF_8));
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(body.getBytes(UTF_8));
        }
        return packed.toByteArray();
    }

    private String v3(String topic) {
        return "/v3/clusters/"
                + http().get("/v3/clusters").json().at("/data/0/cluster_id").asText() + "/topics/" + topic;
    }

    @ParameterizedTest
    @CsvSource({"gzip", "x-gzip", "zstd", "GZIP"})
    void areUnpacked(String encoding) throws Exception {
        String topic = topic(1);

        var v2 =
                post("/topics/" + topic, V2, encoding, packed(encoding, "{\"records\":[{\"value\":1},{\"value\":2}]}"));
        var batch = post(
                v3(topic) + "/records:batch",
                JSON,
                encoding,
                packed(encoding, "{\"entries\":[{\"id\":\"a\",\"value\":{\"type\":\"JSON\",\"data\":3}}]}"));
        var none = post("/consumers/packed", "application/vnd.kafka.v2+json", encoding, new byte[0]);

        assertThat(v2.statusCode()).as(v2.body()).isEqualTo(200);
        assertThat(batch.statusCode()).as(batch.body()).isEqualTo(200);
        assertThat(none.statusCode()).as(none.body()).isEqualTo(200);
        assertThat(records(topic, 0, 3).get(2).value()).isEqualTo("3".getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"gzip", "zstd"})
    void areRefusedWhenTheyAreTooLargeOrBroken(String encoding) throws Exception {
        String path = "/topics/" + topic(1);

        var large = post(path, V2, encoding, packed(encoding, "{\"records\":[" + " ".repeat(BODY_MAX)));
        var broken = post(path, V2, encoding, "{}".getBytes(UTF_8));

        assertThat(large.statusCode()).as(large.body()).isEqualTo(413);
        assertThat(large.body()).contains("when it is unpacked");
        assertThat(broken.statusCode()).as(broken.body()).isEqualTo(400);
        assertThat(broken.body()).contains("packed").doesNotContain("JSON");
    }

    @Test
    void areRefusedWhereNobodyCanUnpackThem() throws Exception {
        String topic = topic(1);
        String record = "{\"value\":{\"type\":\"JSON\",\"data\":3}}";

        var unknown = post("/topics/" + topic, V2, "br", "{\"records\":[{\"value\":1}]}".getBytes(UTF_8));
        var stream = post(v3(topic) + "/records", JSON, "gzip", packed("gzip", record));

        assertThat(unknown.statusCode()).as(unknown.body()).isEqualTo(415);
        assertThat(unknown.body()).contains("gzip, zstd or identity, not 'br'");
        assertThat(stream.statusCode()).as(stream.body()).isEqualTo(415);
        assertThat(stream.body()).contains("leave Content-Encoding out");
        assertThat(end(topic, 0)).isZero();
    }
}
