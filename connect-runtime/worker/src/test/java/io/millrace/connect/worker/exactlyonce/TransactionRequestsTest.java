package io.millrace.connect.worker.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.worker.exactlyonce.TransactionBoundary.Ending;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class TransactionRequestsTest {

    private final TransactionRequests requests = new TransactionRequests();

    @Test
    void endsTheTransactionWithTheBatchOnce() {
        requests.commitTransaction();
        requests.commitTransaction();
        assertThat(requests.takeBatch()).isEqualTo(Ending.COMMIT);
        assertThat(requests.takeBatch()).isEqualTo(Ending.NONE);
        requests.abortTransaction();
        assertThat(requests.takeBatch()).isEqualTo(Ending.ABORT);
    }

    @Test
    void endsTheTransactionWithTheNamedRecord() {
        requests.commitTransaction(record("b"));
        requests.abortTransaction(record("c"));
        assertThat(requests.take(record("a"))).isEqualTo(Ending.NONE);
        assertThat(requests.take(record("b"))).isEqualTo(Ending.COMMIT);
        assertThat(requests.take(record("b"))).isEqualTo(Ending.NONE);
        assertThat(requests.take(record("c"))).isEqualTo(Ending.ABORT);
    }

    @Test
    void failsWhereTheConnectorContradictsItself() {
        requests.commitTransaction();
        requests.abortTransaction();
        assertThatThrownBy(requests::takeBatch).hasMessageContaining("both commit and abort");
        requests.abortTransaction(record("a"));
        requests.commitTransaction(record("a"));
        assertThatThrownBy(() -> requests.take(record("a"))).hasMessageContaining("both commit and abort");
    }

    @Test
    void keepsNoMoreRequestsThanItsBound() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i <= 100_000; i++) {
                        requests.commitTransaction(record(Integer.toString(i)));
                    }
                })
                .hasMessageContaining("100000");
    }

    private static SourceRecord record(String value) {
        return new SourceRecord(Map.of(), Map.of(), "t", null, value);
    }
}
