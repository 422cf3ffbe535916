package dev.seisei.server.http;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/** Hands a response over to the {@link EventStream} that goes on writing it; no thread waits. */
@Provider
public final class EventStreamWriter implements ServerMessageBodyWriter<EventStream> {
  @Override
  public boolean isWriteable(
      Class<?> type, Type generic, ResteasyReactiveResourceInfo target, MediaType mediaType) {
    return type == EventStream.class;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
    return type == EventStream.class;
  }

  @Override
  public void writeResponse(EventStream events, Type generic, ServerRequestContext context) {
    events.to(context.serverResponse());
  }

  @Override
  public void writeTo(
      EventStream events,
      Class<?> type,
      Type generic,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out) {
    throw new UnsupportedOperationException("events need a response that stays open");
  }
}
