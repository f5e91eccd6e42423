package io.millrace.bench.load;

import io.millrace.bench.peer.ServerProcess;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;

/** A request that writes the same value many times through the gateway, a record on each line (NDJSON). */
public final class LineRequest {

    private static final String TYPE = "application/x-ndjson";
    private static final String RECORD = "\"offset\"";
    private static final int OK = 200;
    private static final long RETRY_MS = 20;
    private static final long TIMEOUT_S = 120;

    private final ByteBuffer encoded;
    private final int lines;

    /** {@code value}: JSON without line breaks. */
    public LineRequest(String topic, String value, int lines) {
        this.encoded = HttpRequests.withBody(
                "POST", "/topics/" + topic + "/records", TYPE, ("{\"value\":" + value + "}\n").repeat(lines));
        this.lines = lines;
    }

    /** Sends it once the gateway answers. */
    public void awaitTaken(ServerProcess gateway) throws IOException, InterruptedException {
        while (true) {
            try (HttpConnection connection = HttpConnection.open(gateway.port())) {
                send(connection);
                return;
            } catch (ConnectException notYet) {
                gateway.requireAlive();
                if (gateway.secondsAlive() > TIMEOUT_S) {
                    throw new IOException("the gateway does not answer within " + TIMEOUT_S + " s", notYet);
                }
                Thread.sleep(RETRY_MS);
            }
        }
    }

    /** Writes the records and answers how many; throws unless each has its offset. */
    public int send(HttpConnection connection) throws IOException {
        HttpConnection.Answer answer = connection.exchange(encoded.duplicate());
        int written = answer.status() == OK ? count(answer.body()) : 0;
        if (written != lines) {
            throw new IOException("the gateway took " + written + " of " + lines + " lines: " + answer.status() + " "
                    + answer.body()
                            .lines()
                            .filter(line -> !line.contains(RECORD))
                            .findFirst()
                            .orElse(""));
        }
        return written;
    }

    private static int count(String body) {
        int count = 0;
        for (int at = body.indexOf(RECORD); at >= 0; at = body.indexOf(RECORD, at + RECORD.length())) {
            count++;
        }
        return count;
    }
}
