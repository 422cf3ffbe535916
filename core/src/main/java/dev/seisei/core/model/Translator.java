package dev.seisei.core.model;

import dev.seisei.core.progress.Progress;
import java.util.List;

/** What a generator also is if it makes texts of texts: measures of pairs ask for it. */
public interface Translator {
  /**
   * The best target of each source that the model finds, by the defaults of its requests.
   *
   * @return as many as there are sources, in their order
   * @throws dev.seisei.core.settings.SettingException if the model cannot read one of them
   * @throws java.util.concurrent.CancellationException if the progress asks for it
   */
  List<String> translate(List<String> sources, Progress progress);
}
