package io.millrace.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.gateway.http.HttpProblemException;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaProblemsTest {
    static Stream<ApiException> clusterFaults() {
        return Stream.of(
                new UnknownServerException("of a broker"),
                new OutOfOrderSequenceException("of a producer"),
                new InvalidProducerEpochException("of a producer"),
                new ProducerFencedException("of a producer"));
    }

    @ParameterizedTest
    @MethodSource("clusterFaults")
    void whatNoClientCanMendIsNotToldAsItsFault(ApiException fault) {
        HttpProblemException problem = KafkaProblems.of(fault);

        assertThat(problem.status()).isEqualTo(500);
        assertThat(problem.code()).isEqualTo(KafkaProblems.KAFKA_ERROR);
    }

    @Test
    void aWishThatTheClusterRefusesIs() {
        assertThat(KafkaProblems.of(new InvalidPartitionsException("0")).status())
                .isEqualTo(400);
    }
}
