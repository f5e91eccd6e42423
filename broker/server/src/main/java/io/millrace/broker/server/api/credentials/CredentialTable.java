package io.millrace.broker.server.api.credentials;

import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiTable;
import io.millrace.broker.server.request.BrokerServices;
import org.apache.kafka.common.message.AlterUserScramCredentialsRequestData;
import org.apache.kafka.common.message.DescribeUserScramCredentialsRequestData;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.message.SaslHandshakeResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * The rows of the table that concern credentials. A SASL request gets here only where it has no place: its listener
 * has no SASL, or the connection has just authenticated.
 */
public final class CredentialTable {

    private CredentialTable() {}

    public static void fill(ApiTable table, BrokerServices services) {
        table.serve(
                        ApiKeys.DESCRIBE_USER_SCRAM_CREDENTIALS,
                        0,
                        0,
                        DescribeUserScramCredentialsRequestData.class,
                        new DescribeUserScramCredentialsHandler(services))
                .serve(
                        ApiKeys.ALTER_USER_SCRAM_CREDENTIALS,
                        0,
                        0,
                        AlterUserScramCredentialsRequestData.class,
                        new AlterUserScramCredentialsHandler(services))
                .serve(
                        ApiKeys.SASL_HANDSHAKE,
                        0,
                        1,
                        SaslHandshakeRequestData.class,
                        (context, request) -> Answer.now(
                                new SaslHandshakeResponseData().setErrorCode(Errors.ILLEGAL_SASL_STATE.code())))
                .serve(
                        ApiKeys.SASL_AUTHENTICATE,
                        0,
                        2,
                        SaslAuthenticateRequestData.class,
                        (context, request) -> Answer.now(new SaslAuthenticateResponseData()
                                .setErrorCode(Errors.ILLEGAL_SASL_STATE.code())
                                .setErrorMessage("SaslAuthenticate request received after successful authentication")));
    }
}
