package io.millrace.connect.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plugins.PluginHandle;
import java.util.List;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class SourceReceiptsTest {

    private final ComplainingTask task = new ComplainingTask();
    private final SourceReceipts receipts =
            new SourceReceipts(new TaskId("c", 0), PluginHandle.of(task), new TaskSwitch(false));

    @Test
    void passesOverWhateverThePluginThrows() throws InterruptedException {
        for (Throwable odd :
                List.of(new AssertionError("odd"), new NoClassDefFoundError("gone"), new Exception("any"))) {
            // Given
            task.complaint = odd;

            // When
            receipts.commitRecord(null, null);
            receipts.commit();
        }

        // Then
        assertThat(task.calls).isEqualTo(6);
    }

    @Test
    void hearsAnInterrupt() {
        // Given
        task.complaint = new InterruptedException();

        // When
        receipts.commitRecord(null, null);

        // Then
        assertThat(Thread.interrupted()).isTrue();
        assertThatThrownBy(receipts::commit).isInstanceOf(InterruptedException.class);
    }

    private static final class ComplainingTask extends IdleSourceTask {
        private Throwable complaint;
        private int calls;

        @Override
        public void commitRecord(SourceRecord record, RecordMetadata metadata) {
            complain();
        }

        @Override
        public void commit() {
            complain();
        }

        private void complain() {
            calls++;
            ComplainingTask.<RuntimeException>sneak(complaint);
        }

        @SuppressWarnings("unchecked")
        private static <E extends Throwable> void sneak(Throwable any) throws E {
            throw (E) any;
        }
    }
}
