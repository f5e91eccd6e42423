package io.millrace.broker.server.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * What stands before the body of a request.
 *
 * @param apiKey what is asked
 * @param apiVersion in which version of the request
 * @param correlationId comes back in the response
 * @param clientId as the client names itself, empty if it does not
 */
public record RequestHead(ApiKeys apiKey, short apiVersion, int correlationId, String clientId) {

    /** Reads the header and leaves {@code frame} at the body. */
    public static RequestHead read(ByteBuffer frame) {
        try {
            short apiKey = frame.getShort(frame.position());
            short apiVersion = frame.getShort(frame.position() + Short.BYTES);
            if (!ApiKeys.hasId(apiKey)) {
                throw new MalformedRequestException("has the unknown api key " + apiKey);
            }
            short headerVersion = ApiMessageType.fromApiKey(apiKey).requestHeaderVersion(apiVersion);
            var header = new RequestHeaderData(new BoundedReadable(frame), headerVersion);
            String clientId = header.clientId() == null ? "" : header.clientId();
            return new RequestHead(ApiKeys.forId(apiKey), apiVersion, header.correlationId(), clientId);
        } catch (MalformedRequestException e) {
            throw e;
        } catch (RuntimeException e) {
            throw unreadable("header", e);
        }
    }

    /** Reads the body that follows the header. */
    public ApiMessage readBody(ByteBuffer frame) {
        try {
            ApiMessage request = apiKey.messageType.newRequest();
            request.read(new BoundedReadable(frame), apiVersion);
            return request;
        } catch (MalformedRequestException e) {
            throw e;
        } catch (RuntimeException e) {
            throw unreadable(apiKey + " v" + apiVersion + " body", e);
        }
    }

    private static MalformedRequestException unreadable(String what, RuntimeException cause) {
        String reason = cause instanceof BufferUnderflowException || cause instanceof IndexOutOfBoundsException
                ? "ends too early"
                : String.valueOf(cause.getMessage());
        return new MalformedRequestException("has an unreadable " + what + ": " + reason);
    }
}
