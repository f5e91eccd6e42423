package io.millrace.hub.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileNameTest {

    @Test
    void readsWhatACommittedNameSaysAndPassesOverTheRest(@TempDir Path folder) throws IOException {
        Path partition = Files.createDirectories(folder.resolve("topics/shop.public.orders/partition=0"));
        Files.createFile(partition.resolve("shop.public.orders+0+0000000003+0000000009.parquet"));
        Files.createFile(partition.resolve("6f1c_tmp.parquet"));
        Files.createFile(partition.resolve(".shop.public.orders+0+0000000003+0000000009.parquet.crc"));

        assertThat(FileName.below(folder))
                .containsExactly(new FileName(new TopicPartition("shop.public.orders", 0), 3, 9));
    }

    @Test
    void findsNothingBelowAFolderThatIsNotThereYet(@TempDir Path folder) {
        assertThat(FileName.below(folder.resolve("later"))).isEmpty();
    }
}
