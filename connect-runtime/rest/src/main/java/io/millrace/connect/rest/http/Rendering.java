package io.millrace.connect.rest.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;

/** Turns answers into responses. */
final class Rendering {
    private Rendering() {}

    static HttpResponse of(HttpMethod method, Answer answer) {
        ResponseHeadersBuilder headers = ResponseHeaders.builder(HttpStatus.valueOf(answer.status()));
        answer.headers().forEach(headers::add);
        if (answer.document() == null) {
            return HttpResponse.of(headers.build());
        }
        HttpData body;
        if (answer.document() instanceof Answer.Text text) {
            headers.contentType(MediaType.parse(text.mediaType()));
            body = HttpData.ofUtf8(text.body());
        } else {
            headers.contentType(MediaTypes.JSON);
            body = HttpData.ofUtf8(Json.write(answer.document()));
        }
        if (method == HttpMethod.HEAD) {
            headers.contentLength(body.length());
            return HttpResponse.of(headers.build());
        }
        return HttpResponse.of(headers.build(), body);
    }
}
