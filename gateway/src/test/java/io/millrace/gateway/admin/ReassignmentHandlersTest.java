package io.millrace.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.gateway.http.HttpProblemException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

class ReassignmentHandlersTest {

    @Test
    void brokersThatDoNotListReassignmentsAreNamedAsThat() {
        Throwable problem = ReassignmentHandlers.problem(
                new UnsupportedVersionException("The node does not support LIST_PARTITION_REASSIGNMENTS"));

        assertThat(problem)
                .isInstanceOf(HttpProblemException.class)
                .hasMessageContaining("does not list reassignments");
        assertThat(((HttpProblemException) problem).code()).isEqualTo(50002);
    }

    @Test
    void otherFailuresStayWhatTheyAre() {
        Throwable failure = new ClusterAuthorizationException("no");

        assertThat(ReassignmentHandlers.problem(failure)).isSameAs(failure);
    }
}
