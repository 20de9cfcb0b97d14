// A room in Socket.IO, to compare with: everyone joins it, and what one says goes to all. Usage: node socketio.cjs PORT
const { Server } = require("socket.io");

const server = new Server(Number(process.argv[2]), { transports: ["websocket"], pingInterval: 300_000 });
server.on("connection", (socket) => {
  socket.join("bench");
  socket.on("message", (text) => server.to("bench").emit("message", text));
});
