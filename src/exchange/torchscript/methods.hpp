#pragma once

/// Methods that are the same in every module of TorchScript, as text.
namespace poseaae::exchange::torchscript {

/// Between rotations (N, 4J), unit quaternions w x y z, and what networks see of them, one of each.
inline constexpr const char* kQuaternions = R"(
def features(self, rotations: Tensor) -> Tensor:
    return rotations

def rotations(self, features: Tensor) -> Tensor:
    q = features.reshape(features.size(0), -1, 4)
    length = torch.sqrt((q * q).sum(-1, True))
    one = torch.zeros_like(q)
    one[:, :, 0] = 1.0
    return torch.where(length > 0.0, q / length, one).reshape(features.size(0), -1)
)";

/// The first two columns of each matrix; back, the Gram-Schmidt frame of the two, and the row of
/// 4 q q^T with the largest diagonal.
inline constexpr const char* kSixD = R"(
def features(self, rotations: Tensor) -> Tensor:
    q = rotations.reshape(rotations.size(0), -1, 4)
    w = q.select(-1, 0)
    x = q.select(-1, 1)
    y = q.select(-1, 2)
    z = q.select(-1, 3)
    columns = [1.0 - 2.0 * (y * y + z * z), 2.0 * (x * y + w * z), 2.0 * (x * z - w * y),
               2.0 * (x * y - w * z), 1.0 - 2.0 * (x * x + z * z), 2.0 * (y * z + w * x)]
    return torch.stack(columns, -1).reshape(rotations.size(0), -1)

def unit(self, v: Tensor) -> Tensor:
    return v / torch.sqrt((v * v).sum(-1, True)).clamp_min(1e-12)

def rotations(self, features: Tensor) -> Tensor:
    columns = features.reshape(features.size(0), -1, 2, 3)
    a = self.unit(columns.select(2, 0))
    second = columns.select(2, 1)
    b = self.unit(second - (a * second).sum(-1, True) * a)
    m = torch.stack([a, b, torch.cross(a, b, -1)], -1)
    m00 = m[:, :, 0, 0]
    m11 = m[:, :, 1, 1]
    m22 = m[:, :, 2, 2]
    wx = m[:, :, 2, 1] - m[:, :, 1, 2]
    wy = m[:, :, 0, 2] - m[:, :, 2, 0]
    wz = m[:, :, 1, 0] - m[:, :, 0, 1]
    xy = m[:, :, 0, 1] + m[:, :, 1, 0]
    xz = m[:, :, 0, 2] + m[:, :, 2, 0]
    yz = m[:, :, 1, 2] + m[:, :, 2, 1]
    ww = 1.0 + m00 + m11 + m22
    xx = 1.0 + m00 - m11 - m22
    yy = 1.0 - m00 + m11 - m22
    zz = 1.0 - m00 - m11 + m22
    rows = torch.stack([torch.stack([ww, wx, wy, wz], -1), torch.stack([wx, xx, xy, xz], -1),
                        torch.stack([wy, xy, yy, yz], -1), torch.stack([wz, xz, yz, zz], -1)], -2)
    largest = torch.argmax(torch.stack([ww, xx, yy, zz], -1), -1)
    index = largest.unsqueeze(-1).unsqueeze(-1).expand(m.size(0), m.size(1), 1, 4)
    row = torch.gather(rows, 2, index).squeeze(2)
    q = row / torch.sqrt((row * row).sum(-1, True))
    return q.reshape(features.size(0), -1)
)";

/// Rows (N, P) are W frames one after the other, with rotations and other numbers; latents (N, Z).
inline constexpr const char* kRows = R"(
def features_of_rows(self, rows: Tensor) -> Tensor:
    frames = rows.reshape(rows.size(0) * self.frames, -1)
    rotations = frames[:, :self.rotation_numbers]
    others = frames[:, self.rotation_numbers:]
    q = rotations.reshape(rotations.size(0), -1, 4)
    towards = (q * self.reference).sum(-1, True)
    q = torch.where(towards < 0.0, -q, q)
    features = self.features(q.reshape(rotations.size(0), -1))
    return torch.cat([features, others], 1).reshape(rows.size(0), -1)

def rows_of_features(self, features: Tensor) -> Tensor:
    frames = features.reshape(features.size(0) * self.frames, -1)
    rotations = self.rotations(frames[:, :self.feature_numbers])
    return torch.cat([rotations, frames[:, self.feature_numbers:]], 1).reshape(features.size(0), -1)

def turned(self, q: Tensor, v: Tensor) -> Tensor:
    u = q[:, 1:]
    t = 2.0 * torch.cross(u, v.expand_as(u), 1)
    return v + q[:, :1] * t + torch.cross(u, t, 1)

def product(self, a: Tensor, b: Tensor) -> Tensor:
    s = a[:, :1]
    u = a[:, 1:]
    t = b[:, :1]
    v = b[:, 1:]
    return torch.cat([s * t - (u * v).sum(1, True), s * v + t * u + torch.cross(u, v, 1)], 1)

def positions(self, rows: Tensor) -> Tensor:
    frames = rows.reshape(rows.size(0) * self.frames, -1)
    q = frames[:, :self.rotation_numbers].reshape(frames.size(0), -1, 4)
    turns = [q[:, 0]]
    places = [torch.zeros_like(q[:, 0, 1:])]
    for j in range(1, q.size(1)):
        parent = int(self.parents[j])
        offset = self.offsets[j].unsqueeze(0)
        turns.append(self.product(turns[parent], q[:, j]))
        places.append(places[parent] + self.turned(turns[parent], offset))
    found = torch.stack(places, 1)
    if self.frames > 1:
        return found.reshape(rows.size(0), self.frames, -1, 3)
    return found
)";

/// The map of a mixture and increasing functions between latents (N, Z) and points of N(0, I),
/// coordinate by coordinate (codec::FlowMap), in double precision.
inline constexpr const char* kFlow = R"(
def spline(self, at: Tensor, x: Tensor, y: Tensor, slopes: Tensor, inverse: bool) -> Tensor:
    if x.size(0) < 2:
        return at
    knots = x
    if inverse:
        knots = y
    last = x.size(0) - 1
    i = torch.clamp((at.unsqueeze(1) >= knots.unsqueeze(0)).sum(1) - 1, 0, last - 1)
    width = x[i + 1] - x[i]
    height = y[i + 1] - y[i]
    s = height / width
    first = slopes[i]
    bend = first + slopes[i + 1] - 2.0 * s
    if inverse:
        up = at - y[i]
        a = height * (s - first) + up * bend
        b = height * first - up * bend
        c = -s * up
        t = 2.0 * c / (-b - torch.sqrt(torch.clamp(b * b - 4.0 * a * c, 0.0)))
        inside = x[i] + t * width
        below = x[0] + (at - y[0]) / slopes[0]
        above = x[last] + (at - y[last]) / slopes[last]
        return torch.where(at <= y[0], below, torch.where(at >= y[last], above, inside))
    t = (at - x[i]) / width
    both = t * (1.0 - t)
    inside = y[i] + height * (s * t * t + first * both) / (s + bend * both)
    below = y[0] + slopes[0] * (at - x[0])
    above = y[last] + slopes[last] * (at - x[last])
    return torch.where(at <= x[0], below, torch.where(at >= x[last], above, inside))

def quantile(self, z: Tensor, weights: Tensor, centres: Tensor, scales: Tensor) -> Tensor:
    middle = (weights * centres).sum(1)
    side = torch.where(z < middle, torch.ones_like(z), -torch.ones_like(z))
    u = side.unsqueeze(1) * (z.unsqueeze(1) - centres) / scales
    tail = (weights * 0.5 * torch.erfc(-0.7071067811865476 * u)).sum(1)
    return side * torch.special_ndtri(torch.clamp(tail, 1e-300, 1.0 - 1e-16))

def found(self, e: Tensor, weights: Tensor, centres: Tensor, scales: Tensor) -> Tensor:
    own = centres + scales * e.unsqueeze(1)
    far = torch.zeros_like(own) + 1e300
    low = torch.where(weights > 0.0, own, far).amin(1)
    high = torch.where(weights > 0.0, own, -far).amax(1)
    z = 0.5 * (low + high)
    for n in range(100):
        at = self.quantile(z, weights, centres, scales)
        high = torch.where(at > e, z, high)
        low = torch.where(at > e, low, z)
        u = (z.unsqueeze(1) - centres) / scales
        density = (weights * torch.exp(-0.5 * u * u) / scales).sum(1)
        step = z - (at - e) * torch.exp(-0.5 * at * at) / density
        moved = torch.where((step > low) & (step < high), step, 0.5 * (low + high))
        change = torch.abs(moved - z).amax()
        z = moved
        if bool(change <= 1e-14):
            break
    return z

def flow(self, points: Tensor, log_weights: Tensor, means: Tensor, roots: Tensor, x: Tensor,
         y: Tensor, slopes: Tensor, inverse: bool) -> Tensor:
    given = points.to(log_weights)
    count = given.size(0)
    logs = log_weights.unsqueeze(0).expand(count, means.size(0))
    noise = given.new_zeros([count, means.size(0), means.size(1)])
    made = torch.zeros_like(given)
    for i in range(means.size(1)):
        weights = torch.softmax(logs, 1)
        scales = roots[:, i, i].unsqueeze(0)
        centres = means[:, i].unsqueeze(0) + (noise * roots[:, i].unsqueeze(0)).sum(2)
        z = given[:, i]
        if inverse:
            e = self.spline(z, x[:, i], y, slopes[:, i], True)
            z = self.found(e, weights, centres, scales)
            made[:, i] = z
        else:
            e = self.quantile(z, weights, centres, scales)
            made[:, i] = self.spline(e, x[:, i], y, slopes[:, i], False)
        u = (z.unsqueeze(1) - centres) / scales
        noise[:, :, i] = u
        logs = logs - 0.5 * u * u - torch.log(scales)
    return made.to(points)
)";

/// What nn~ calls, for Max and Pd: methods from (B, channels, T) to the same, and their names.
inline constexpr const char* kSignals = R"(
def rows_of_signals(self, x: Tensor) -> Tensor:
    return x.transpose(1, 2).reshape(x.size(0) * x.size(2), x.size(1))

def signals_of_rows(self, rows: Tensor, like: Tensor) -> Tensor:
    return rows.reshape(like.size(0), like.size(2), -1).transpose(1, 2).contiguous()

def encode(self, x: Tensor) -> Tensor:
    return self.signals_of_rows(self.encode_rows(self.rows_of_signals(x)), x)

def decode(self, x: Tensor) -> Tensor:
    z = self.mean + self.spread * (self.rows_of_signals(x) - self.mean)
    return self.signals_of_rows(self.decode_rows(z), x)

def forward(self, x: Tensor) -> Tensor:
    return self.decode(self.encode(x))

def get_methods(self) -> List[str]:
    return self.methods

def get_attributes(self) -> List[str]:
    return self.attributes

def get_spread(self) -> float:
    return self.spread

def set_spread(self, value: float) -> int:
    self.spread = value
    return 0
)";

}  // namespace poseaae::exchange::torchscript
