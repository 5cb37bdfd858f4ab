// One OpenSearch node on loopback: folder, HTTP port and transport port in; it ends when its standard input does, so it never outlives who started it.
import org.codelibs.opensearch.runner.OpenSearchRunner;

class OpenSearchNode {
  public static void main(String[] words) throws Exception {
    var runner = new OpenSearchRunner();
    runner.setMaxHttpPort(-1);
    runner.onBuild((number, settings) -> {
      settings.put("discovery.type", "single-node");
      settings.put("network.host", "127.0.0.1");
      settings.put("http.port", words[1]);
      settings.put("transport.port", words[2]);
      // A full disk of the machine that tests is no reason to refuse a few small documents.
      settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
    });
    runner.build(OpenSearchRunner.newConfigs().clusterName("lianchuang").numOfNode(1).basePath(words[0])
      .pluginTypes("org.opensearch.plugin.analysis.smartcn.AnalysisSmartChinesePlugin").disableESLogger());
    while (System.in.read() >= 0);
    runner.close();
    System.exit(0);
  }
}
